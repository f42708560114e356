region         = "eu-west-1"
zones          = ["eu-west-1a", "eu-west-1b"]
bucket_prefix  = "cartvision-123456789012"
admin_networks = ["203.0.113.0/24"]
gpu_pools      = { l40 = { instance_type = "g6e.xlarge", min = 2, max = 4 } }
