# A web server.
define shop::web ($host) { }
Shop::Web consumes Sql { }
Shop::Web produces Http { }
