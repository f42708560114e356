output "name" {
  value = aws_eks_cluster.this.name
}

output "role_arns" {
  description = "pipeline and triton → the role that its service account's annotation names"
  value       = { for name, role in aws_iam_role.pod : name => role.arn }
}
