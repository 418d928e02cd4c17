"""网格事件系统: the grid-incident system. Of organisations it knows nothing but their division codes."""
