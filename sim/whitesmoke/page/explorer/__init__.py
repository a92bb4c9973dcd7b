"""The results explorer: a folder of `sweep`, its factors as axes, and from each point to its runs and their replay."""
