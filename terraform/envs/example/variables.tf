variable "region" {
  type = string
}

variable "zones" {
  description = "Two or more of the region's zones that have the GPU types wanted."
  type        = list(string)
}

variable "bucket_prefix" {
  description = "What bucket names start with; S3 names are unique in the whole world."
  type        = string
}

variable "admin_networks" {
  description = "Public ranges of the people who run the cluster."
  type        = list(string)
}

variable "gpu_pools" {
  description = "accelerator → its pool. Triton runs two servers and one more while a release rolls out."
  type        = map(object({ instance_type = string, min = number, max = number }))
}
