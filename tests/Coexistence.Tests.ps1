BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    # Microsoft's commands of these names are functions, too.
    $theirs = New-Item -ItemType Directory (Join-Path (New-Folder) Microsoft.Graph.Entra) | Convert-Path
    Set-Content "$theirs/Microsoft.Graph.Entra.psm1" @'
function Connect-Entra { 'theirs' }
function Disconnect-Entra { 'theirs' }
function Get-EntraContext { 'theirs' }
function Enable-EntraAzureADAlias { 'theirs' }
function Revoke-EntraSignedInUserAllRefreshToken { 'theirs' }
'@
    $manifest = "$theirs/Microsoft.Graph.Entra.psd1"
    New-ModuleManifest $manifest -RootModule Microsoft.Graph.Entra.psm1 -FunctionsToExport * -ModuleVersion 1.0.0
}
AfterAll { Stop-EntraTest }

Describe 'Beside a module of the same names: <_>' -Tag Coexistence -ForEach @(
    { Import-Module $Ours; Import-Module $Theirs }
    { Import-Module $Theirs; Import-Module $Ours }
    { Import-Module $Theirs; Import-Module $Ours; Import-Module $Ours -Force }
) {
    BeforeEach {
        $runspace = New-EntraRunspace
        Invoke-In $runspace { Remove-Module EntraRevoke; $Ours, $Theirs = $args } $ModuleManifest, $manifest
        $imported = Invoke-Pipeline $_ -Runspace $runspace
    }
    AfterEach { $runspace.Dispose() }

    It 'both are imported without a word' {
        Assert-Silent $imported Escaped, Output, Errors, Warnings, Information
        Invoke-In $runspace { (Get-Module EntraRevoke, Microsoft.Graph.Entra).Count } | Should -Be 2
    }

    It 'each command is reached by the name of its module' {
        Invoke-In $runspace {
            EntraRevoke\Connect-Entra -NoWelcome -Environment Emulator -ContextScope Runspace
            (EntraRevoke\Get-EntraContext).Account
            (EntraRevoke\Revoke-EntraSignedInUserAllRefreshToken).Value
            (EntraRevoke\Disconnect-Entra).Account
            Microsoft.Graph.Entra\Connect-Entra
            Microsoft.Graph.Entra\Revoke-EntraSignedInUserAllRefreshToken
        } | Should -Be $Users.Adele, $true, $Users.Adele, 'theirs', 'theirs'
    }

    It 'bare names reach theirs, which are functions, unless an alias names ours' {
        Invoke-In $runspace {
            Connect-Entra
            Revoke-EntraSignedInUserAllRefreshToken
            Set-Alias Connect-Entra EntraRevoke\Connect-Entra
            Connect-Entra -NoWelcome -Environment Emulator -ContextScope Runspace
            (EntraRevoke\Get-EntraContext).Account
        } | Should -Be 'theirs', 'theirs', $Users.Adele
    }

    It 'an error names ours with its module' {
        $failed = Invoke-Pipeline { EntraRevoke\Revoke-EntraSignedInUserAllRefreshToken } -Runspace $runspace
        "$($failed.Errors)$($failed.Escaped)" | Should -Match 'Run EntraRevoke\\Connect-Entra -Scopes'
    }

    It 'the old names reach ours' {
        Invoke-In $runspace {
            EntraRevoke\Enable-EntraAzureADAlias
            Connect-AzureAD -NoWelcome -Environment Emulator -ContextScope Runspace
            (Revoke-AzureADSignedInUserAllRefreshToken).Value
        } | Should -BeTrue
    }

    It 'removing theirs leaves ours' {
        Invoke-In $runspace {
            Remove-Module Microsoft.Graph.Entra
            Connect-Entra -NoWelcome -Environment Emulator -ContextScope Runspace
            (Revoke-EntraSignedInUserAllRefreshToken).Value
        } | Should -BeTrue
    }
}
