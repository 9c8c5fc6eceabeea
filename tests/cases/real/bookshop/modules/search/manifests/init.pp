# The search service of all shops.
application search() {
  bookshop::index { $title:
    export => Index[$title],
  }
}
