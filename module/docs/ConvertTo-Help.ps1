# Turns the pages of a language into what Get-Help reads: one MAML file for the cmdlets, and a text for each about topic.
# A page that lacks something ends it with an error that names page and heading.
param (
    [Parameter(Mandatory)] [string] $Source,
    [Parameter(Mandatory)] [string] $Destination
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/Page.ps1"
. "$PSScriptRoot/Maml.ps1"

$null = New-Item -ItemType Directory $Destination -Force
$pages = Get-ChildItem $Source -Filter *.md | Sort-Object Name
if (-not $pages) { throw "$Source has no pages" }
$cmdlets, $topics = $pages.Where({ $_.BaseName -notlike 'about_*' }, 'Split')
Write-Maml ($cmdlets | ForEach-Object { Read-CmdletPage $_ }) (Join-Path $Destination EntraRevoke.dll-Help.xml)
foreach ($topic in $topics) {
    $text = (Format-Topic $topic.BaseName (Read-Page $topic)) -join "`n"
    [IO.File]::WriteAllText((Join-Path $Destination "$($topic.BaseName).help.txt"), "$text`n")
}
