"""The central schema: numbered files, applied once each; functions, brought up to date always."""
