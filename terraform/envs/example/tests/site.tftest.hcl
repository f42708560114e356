# The whole site, applied against a mocked AWS: no account, no network.

mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/mocked" }
  }
  mock_resource "aws_iam_openid_connect_provider" {
    defaults = { arn = "arn:aws:iam::123456789012:oidc-provider/oidc.example/id/0" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-west-1:123456789012:key/mocked" }
  }
  mock_resource "aws_eks_cluster" {
    defaults = {
      identity = [{ oidc = [{ issuer = "https://oidc.example/id/0" }] }]
    }
  }
  mock_resource "aws_launch_template" {
    defaults = { id = "lt-0123456789abcdef0", latest_version = 1 }
  }
}

run "site" {}

run "site_with_h100" {
  variables {
    gpu_pools = {
      l40  = { instance_type = "g6e.xlarge", min = 2, max = 4 }
      h100 = { instance_type = "p5.4xlarge", min = 0, max = 3 }
    }
  }
}

run "the_internet_may_not_call_the_api" {
  command = plan
  module {
    source = "../../modules/cluster"
  }
  variables {
    name           = "cartvision"
    admin_networks = ["0.0.0.0/0"]
    bucket_arns    = { data = "arn:aws:s3:::d", artifacts = "arn:aws:s3:::a", releases = "arn:aws:s3:::r" }
  }
  expect_failures = [var.admin_networks]
}
