# Where the things under test are; each can be elsewhere, as its environment variable says.

$Root = Convert-Path "$PSScriptRoot/../.."

# A path that must exist, or the command that makes it.
function Get-Built ([string] $Path, [string] $What) {
    if (-not (Test-Path $Path)) { throw "$What is not at '$Path': run ``cargo xtask build`` first." }
    Convert-Path $Path
}

# The manifest of the packed module.
$ModuleManifest = if ($env:ENTRAREVOKE_MODULE) {
    Get-Built $env:ENTRAREVOKE_MODULE 'The packed module'
} else {
    $version = (Import-PowerShellDataFile "$Root/module/EntraRevoke.psd1").ModuleVersion
    Get-Built "$Root/out/EntraRevoke/$version/EntraRevoke.psd1" 'The packed module'
}

# The folder of the packed module.
$ModuleFolder = Split-Path $ModuleManifest

# The emulator's program, which is also a minimal browser.
$EmulatorProgram = if ($env:ENTRAREVOKE_EMULATOR) {
    Get-Built $env:ENTRAREVOKE_EMULATOR 'The emulator'
} else {
    Get-Built "$Root/target/debug/entra-emulator$(if ($IsWindows) { '.exe' })" 'The emulator'
}
