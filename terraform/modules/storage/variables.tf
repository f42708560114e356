variable "prefix" {
  description = "What bucket names start with; S3 names are unique in the whole world."
  type        = string
}
