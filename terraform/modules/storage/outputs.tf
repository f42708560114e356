output "arns" {
  description = "data, artifacts and releases → the bucket's ARN"
  value       = { for role, bucket in aws_s3_bucket.this : role => bucket.arn }
}

output "names" {
  description = "data, artifacts and releases → the bucket's name"
  value       = { for role, bucket in aws_s3_bucket.this : role => bucket.bucket }
}
