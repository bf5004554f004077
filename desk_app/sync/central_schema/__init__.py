"""The central schema as numbered SQL files, applied in order by desk_app.sync.central."""
