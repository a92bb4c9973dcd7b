"""Forecasts and simple rules held against what came true."""
