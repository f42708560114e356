variable "prefix" {
  description = "What repository names start with: the last part of REGISTRY in images/build."
  type        = string
}

variable "runtimes" {
  description = "The runtimes that images/build builds."
  type        = set(string)
  default     = ["data", "train", "export", "console", "serve"]
}
