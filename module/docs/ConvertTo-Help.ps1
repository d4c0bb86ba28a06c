# Turns the pages of a language into what Get-Help reads: one MAML file for the cmdlets, and a text for each about topic.
# A page that is not as it has to be ends it with an error that names page and heading.
param (
    [Parameter(Mandatory)] [string] $Source,
    [Parameter(Mandatory)] [string] $Destination
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/Blocks.ps1"
. "$PSScriptRoot/Page.ps1"
. "$PSScriptRoot/Maml.ps1"

$null = New-Item -ItemType Directory $Destination -Force
$pages = Get-ChildItem $Source -Filter *.md | Sort-Object Name
if (-not $pages) { throw "$Source has no pages" }
$cmdlets = foreach ($page in $pages) {
    try {
        if ($page.BaseName -notlike 'about_*') { Read-CmdletPage $page; continue }
        $text = (Format-Topic $page.BaseName (Read-Topic $page)) -join "`n"
    } catch { throw "$($page.Name): $_" }
    [IO.File]::WriteAllText((Join-Path $Destination "$($page.BaseName).help.txt"), "$text`n")
}
Write-Maml $cmdlets (Join-Path $Destination EntraRevoke.dll-Help.xml)
