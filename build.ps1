#!/usr/bin/env pwsh
#Requires -Version 7.4
<#
.SYNOPSIS
    Runs a step of the build; every step is in `cargo xtask`.
#>
[CmdletBinding()]
param(
    [ValidateSet('Demo', 'Test', 'Build', 'Bindings', 'Help', 'Package', 'Check')]
    [string] $Task = 'Build'
)
Push-Location -LiteralPath $PSScriptRoot
try { cargo xtask $Task.ToLowerInvariant() } finally { Pop-Location }
exit $LASTEXITCODE
