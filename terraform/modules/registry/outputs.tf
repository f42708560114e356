output "urls" {
  description = "runtime → where to push its image"
  value       = { for runtime, repository in aws_ecr_repository.this : runtime => repository.repository_url }
}
