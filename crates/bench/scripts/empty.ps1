# Nothing: what the start and the end of PowerShell take.
. "$PSScriptRoot/processors.ps1"
