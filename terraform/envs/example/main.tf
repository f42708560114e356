# One site: copy this folder, change terraform.tfvars, and add the backend your team keeps state in.

provider "aws" {
  region = var.region
  default_tags {
    tags = { project = "cartvision" }
  }
}

module "storage" {
  source = "../../modules/storage"
  prefix = var.bucket_prefix
}

module "registry" {
  source = "../../modules/registry"
  prefix = "cartvision"
}

module "cluster" {
  source         = "../../modules/cluster"
  name           = "cartvision"
  zones          = var.zones
  admin_networks = var.admin_networks
  gpu_pools      = var.gpu_pools
  bucket_arns    = module.storage.arns
}
