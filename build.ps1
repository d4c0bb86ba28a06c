#!/usr/bin/env pwsh
#Requires -Version 7.4
<#
.SYNOPSIS
    Runs a step of the build; every step is in `cargo xtask`.
.EXAMPLE
    ./build.ps1 Package --natives natives
#>
[CmdletBinding(PositionalBinding = $false)]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Demo', 'Shell', 'Test', 'Build', 'Bindings', 'Package', 'Native', 'Help', 'Check', 'Bench')]
    [string] $Task = 'Build',
    # The step's own arguments; `--help` lists them.
    [Parameter(ValueFromRemainingArguments)]
    [string[]] $Argument
)
Push-Location -LiteralPath $PSScriptRoot
try { cargo xtask $Task.ToLowerInvariant() @Argument } finally { Pop-Location }
exit $LASTEXITCODE
