# Lets the engine write down which cmdlets the modules have, as it does ten seconds after it first met them.
$ErrorActionPreference = 'Stop'
$env:PSModulePath = $env:BENCH_MODULES
$cache = $env:PSModuleAnalysisCachePath
$watcher = [System.IO.FileSystemWatcher]::new([System.IO.Path]::GetDirectoryName($cache))
$watcher.Filter = [System.IO.Path]::GetFileName($cache)
$null = Get-Command *
if ($watcher.WaitForChanged('Changed', 60000).TimedOut) { throw 'The engine wrote nothing down.' }
