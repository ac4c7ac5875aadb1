"""The print thread: takes slip jobs from the store, drives the printer, writes down what became of them."""
