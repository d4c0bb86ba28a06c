# Says how many milliseconds of the processors this process has taken.
[Console]::Out.WriteLine("processors $([Environment]::CpuUsage.TotalTime.TotalMilliseconds)")
