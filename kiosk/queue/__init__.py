"""The life of tickets and promises over the store: taking, handing over, giving back, lapsing, looking up."""
