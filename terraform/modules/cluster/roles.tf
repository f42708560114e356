# Roles that pods take by their service account: the pipeline works, Triton only reads releases.

locals {
  issuer = trimprefix(aws_eks_cluster.this.identity[0].oidc[0].issuer, "https://")
  pods = {
    pipeline = {
      account = "system:serviceaccount:kubeflow:pipeline-runner"
      reads   = [var.bucket_arns.data, var.bucket_arns.artifacts, var.bucket_arns.releases]
      writes  = [var.bucket_arns.artifacts, var.bucket_arns.releases]
      deletes = [var.bucket_arns.artifacts] # a release is never deleted by a machine
    }
    triton = {
      account = "system:serviceaccount:cartvision:triton"
      reads   = [var.bucket_arns.releases]
      writes  = []
      deletes = []
    }
  }
  grants = { # an empty list of resources is no statement
    for name, pod in local.pods : name => [
      for grant in [
        { Action = ["s3:ListBucket", "s3:GetBucketLocation"], Resource = pod.reads },
        { Action = ["s3:GetObject"], Resource = [for arn in pod.reads : "${arn}/*"] },
        { Action = ["s3:PutObject", "s3:AbortMultipartUpload"], Resource = [for arn in pod.writes : "${arn}/*"] },
        { Action = ["s3:DeleteObject"], Resource = [for arn in pod.deletes : "${arn}/*"] },
      ] : merge({ Effect = "Allow" }, grant) if length(grant.Resource) > 0
    ]
  }
}

resource "aws_iam_role" "pod" {
  for_each = local.pods
  name     = "${var.name}-${each.key}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = aws_iam_openid_connect_provider.pods.arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "${local.issuer}:sub" = each.value.account
          "${local.issuer}:aud" = "sts.amazonaws.com"
        }
      }
    }]
  })
}

resource "aws_iam_role_policy" "pod" {
  for_each = local.pods
  name     = "buckets"
  role     = aws_iam_role.pod[each.key].id
  policy   = jsonencode({ Version = "2012-10-17", Statement = local.grants[each.key] })
}
