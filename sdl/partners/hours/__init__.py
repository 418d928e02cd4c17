"""志愿时长系统: the volunteer-hours system. Of organisations it knows nothing but their credit codes."""
