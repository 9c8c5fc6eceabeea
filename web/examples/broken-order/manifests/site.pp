# Broken: each component waits for what the other one
# exports, so neither can ever be first.

define ring::chicken ($egg) {}
Ring::Chicken consumes Egg { egg => $from }
Ring::Chicken produces Hen { from => $name }

define ring::egg ($hen) {}
Ring::Egg consumes Hen { hen => $from }
Ring::Egg produces Egg { from => $name }

application ring {
  ring::chicken { $name:
    consume => Egg[$name],
    export  => Hen[$name],
  }
  ring::egg { $name:
    consume => Hen[$name],
    export  => Egg[$name],
  }
}

site {
  ring { 'old':
    nodes => {
      Node['farm.example'] => [
        Ring::Chicken['old'],
        Ring::Egg['old'],
      ],
    },
  }
}
