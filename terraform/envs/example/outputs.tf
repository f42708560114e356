output "buckets" {
  value = module.storage.names
}

output "images" {
  value = module.registry.urls
}

output "cluster" {
  value = module.cluster.name
}

output "role_arns" {
  value = module.cluster.role_arns
}
