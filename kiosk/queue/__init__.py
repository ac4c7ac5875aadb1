"""The life of tickets and promises over the store; what the board and the attract screen may read."""
