variable "name" {
  description = "Name of the cluster, and what the names of its parts start with."
  type        = string
}

variable "kubernetes_version" {
  type    = string
  default = "1.33"
}

variable "network" {
  description = "The VPC's range. Carts reach Triton over private addresses, so it lies in 10.0.0.0/8."
  type        = string
  default     = "10.20.0.0/16"

  validation {
    condition     = can(cidrsubnet(var.network, 4, 15)) && startswith(var.network, "10.")
    error_message = "network must be a range inside 10.0.0.0/8, /24 or larger, such as 10.20.0.0/16."
  }
}

variable "zones" {
  description = "Availability zones, two or more; GPU types are not in every zone."
  type        = list(string)

  validation {
    condition     = length(var.zones) >= 2
    error_message = "EKS needs at least two zones."
  }
}

variable "admin_networks" {
  description = "Public ranges that may call the cluster's API."
  type        = list(string)

  validation {
    condition     = !contains(var.admin_networks, "0.0.0.0/0")
    error_message = "name the ranges of your people: the whole Internet may not call the API."
  }
}

variable "cpu_pool" {
  description = "The pool for the pipeline's stages."
  type        = object({ instance_type = string, min = number, max = number })
  default     = { instance_type = "m7i.2xlarge", min = 1, max = 4 }
}

variable "gpu_pools" {
  description = "accelerator → its pool; the name is the node label that an overlay selects."
  type        = map(object({ instance_type = string, min = number, max = number }))
  default     = { l40 = { instance_type = "g6e.xlarge", min = 2, max = 4 } }
}

variable "bucket_arns" {
  description = "ARNs of the buckets data, artifacts and releases."
  type        = object({ data = string, artifacts = string, releases = string })
}
