// What every cold start is compared with: a module with nothing in it.
