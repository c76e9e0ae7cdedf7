"""Channels of a Slack workspace, through a bot's token or an incoming webhook."""
