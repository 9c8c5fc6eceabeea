# The load balancer.
define shop::lb { }
