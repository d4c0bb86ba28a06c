# What the test files share: where things are, the emulator, scripts that run beside the test, and shells of their own.
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$InformationPreference = 'SilentlyContinue'

foreach ($part in 'Paths', 'Emulator', 'Requests', 'Tokens', 'Pipelines', 'Shells', 'Terminals', 'Pages', 'Assertions') {
    . "$PSScriptRoot/$part.ps1"
}

# Imports the packed module and starts an emulator, which is the environment of each Connect-Entra from here on.
function Start-EntraTest ([string[]] $EmulatorArgument = @()) {
    # What the machine says must not reach a test, and is there again after it.
    $script:Variables = [hashtable]::new([StringComparer]::Ordinal)
    foreach ($name in 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY', 'ENTRAREVOKE_CLIENT_ID', 'BROWSER') {
        foreach ($spelling in $name, $name.ToLowerInvariant()) {
            $value = [Environment]::GetEnvironmentVariable($spelling)
            if ($null -ne $value) { $Variables[$spelling] = $value; Remove-Item "env:$spelling" }
        }
    }
    Import-Module $ModuleManifest -Global
    Start-Emulator $EmulatorArgument
    $env:BROWSER = "'$EmulatorProgram' browse"
    $null = Add-EntraEnvironment -Name Emulator -AzureADEndpoint $Emulator.authority -GraphEndpoint $Emulator.graph
    $global:PSDefaultParameterValues['Connect-Entra:Environment'] = 'Emulator'
}

# As it was after Start-EntraTest: nobody signed in, the emulator's own settings, no faults and no requests.
function Reset-EntraTest {
    # A sign-in that was revoked has no context, and is there all the same.
    $null = Disconnect-Entra -ErrorAction Ignore
    Reset-Emulator
}

# Ends what Start-EntraTest began.
function Stop-EntraTest {
    $null = Disconnect-Entra -ErrorAction Ignore
    Get-EntraEnvironment | Where-Object Type -EQ 'User-defined' | Remove-EntraEnvironment
    $global:PSDefaultParameterValues.Remove('Connect-Entra:Environment')
    Stop-Emulator
    Remove-Item env:BROWSER
    foreach ($name in $Variables.Keys) { Set-Item "env:$name" $Variables[$name] }
}

# A folder that is empty, and gone when the test file ends.
function New-Folder { New-Item -ItemType Directory -Path (Join-Path TestDrive: ([guid]::NewGuid())) | Convert-Path }

Export-ModuleMember -Function * -Variable Emulator, EmulatorProgram, ModuleManifest, ModuleFolder, Root, Users
