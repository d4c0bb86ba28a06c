BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
}
AfterAll { Stop-EntraTest }

Describe 'Importing again' -Tag Import {
    BeforeEach {
        Reset-EntraTest
        $runspace = New-EntraRunspace -ContextScope Process
        Connect-Entra -NoWelcome
    }
    AfterEach { $runspace.Dispose() }

    It 'keeps the sign-in and the environments: <_>' -ForEach @(
        { Import-Module $args[0] }
        { Import-Module $args[0] -Force; Import-Module $args[0] -Force }
        { Remove-Module EntraRevoke; Import-Module $args[0] }
    ) {
        Invoke-In $runspace $_ $ModuleManifest
        Invoke-In $runspace { @(Get-Module EntraRevoke).Count } | Should -Be 1
        Invoke-In $runspace { (Get-EntraEnvironment Emulator).Name } | Should -Be Emulator
        Invoke-In $runspace { (Get-EntraContext).Account } | Should -Be $Users.Adele
        Invoke-In $runspace { (Revoke-EntraSignedInUserAllRefreshToken).Value } | Should -BeTrue
    }

    It 'leaves a call in flight alone, when the module was removed meanwhile' {
        Set-Emulator @{ revokeValue = $false }
        Add-Fault @{ target = 'graph'; kind = 'hang' }
        $other = New-EntraRunspace
        try {
            Invoke-In $other { Connect-Entra -NoWelcome }
            $call = Start-Pipeline { Revoke-EntraSignedInUserAllRefreshToken } -Runspace $other
            Wait-Request graph
            Invoke-In $runspace { Remove-Module EntraRevoke; Import-Module $args[0]; Import-Module $args[0] -Force } $ModuleManifest
            Invoke-In $runspace { Revoke-EntraSignedInUserAllRefreshToken }
            Clear-Fault
            Assert-Silent (Wait-Pipeline $call) Escaped, Errors, Output
            Set-Emulator @{ revokeValue = $true }
            Invoke-In $other { (Revoke-EntraSignedInUserAllRefreshToken).Value } | Should -BeTrue
        } finally { $other.Dispose() }
    }

    It 'is the only way to have the cmdlets once the module is removed' {
        Invoke-In $runspace { Remove-Module EntraRevoke; Get-Command *-Entra* -CommandType Cmdlet } | Should -BeNullOrEmpty
    }

    It 'ends the sign-in of a runspace that is closed, and no other' {
        $other = New-EntraRunspace
        Invoke-In $other { Connect-Entra -NoWelcome }
        Add-Fault @{ target = 'graph'; kind = 'hang' }
        $call = Start-Pipeline { (Revoke-EntraSignedInUserAllRefreshToken).Value } -Runspace $runspace
        Wait-Request graph
        $other.Dispose()
        Clear-Fault
        (Wait-Pipeline $call).Output | Should -BeTrue
    }
}

Describe 'Import-Module' -Tag Import {
    BeforeAll { Reset-EntraTest }
    BeforeEach { $runspace = New-EntraRunspace }
    AfterEach { $runspace.Dispose() }

    It 'gives the cmdlets a prefix, and errors tell the name that is to be typed' {
        Invoke-In $runspace { Remove-Module EntraRevoke; Import-Module $args[0] -Prefix Lab } $ModuleManifest
        Invoke-In $runspace { (Get-Command -Module EntraRevoke).Name } | Should -Contain Connect-LabEntra
        Invoke-In $runspace { Get-Command Connect-Entra -ErrorAction Ignore } | Should -BeNullOrEmpty
        $outcome = Invoke-Pipeline { Revoke-LabEntraSignedInUserAllRefreshToken } -Runspace $runspace
        "$($outcome.Errors)" | Should -Match 'Run Connect-LabEntra -Scopes'
        Invoke-In $runspace {
            Connect-LabEntra -NoWelcome -Environment Emulator -ContextScope Runspace
            (Revoke-LabEntraSignedInUserAllRefreshToken).Value
        } | Should -BeTrue
    }

    It 'takes -MinimumVersion, and refuses a newer one than there is' {
        Invoke-In $runspace { Remove-Module EntraRevoke; Import-Module $args[0] -MinimumVersion 0.1.0; Get-EntraContext } $ModuleManifest
        $outcome = Invoke-Pipeline {
            Remove-Module EntraRevoke
            Import-Module $args[0] -MinimumVersion 99.0
        } $ModuleManifest $runspace
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'Modules_ModuleWithVersionNotFound,*'
    }
}

Describe 'In a fresh pwsh, the module in a folder of PSModulePath' -Tag Import {
    BeforeAll {
        $copy = Copy-Module
        $homeFolder = New-Folder
        $scripts = New-Folder
        Set-Content "$scripts/requires.ps1" @'
#Requires -Modules EntraRevoke
#Requires -Modules @{ ModuleName = 'EntraRevoke'; ModuleVersion = '0.1.0' }
(Get-Module EntraRevoke).ModuleBase
'@
        Set-Content "$scripts/using.ps1" "using module EntraRevoke`n(Get-Module EntraRevoke).ModuleBase"
        Set-Content "$scripts/newer.ps1" "#Requires -Modules @{ ModuleName = 'EntraRevoke'; ModuleVersion = '99.0' }`n'ran'"
        $variables = @{
            PSModulePath = $copy.Path; HOME = $homeFolder
            XDG_CONFIG_HOME = $null; XDG_DATA_HOME = $null; XDG_CACHE_HOME = $null
        }
        # The native library is part of each script's answers, so their order is that of the script.
        $shell = Invoke-Shell -Variable $variables @"
function Test-Native { `$IsLinux -and (Get-Content /proc/self/maps -Raw).Contains('entra_revoke_native') }
`$seen = [ordered]@{}
`$seen.BeforeAuto = [bool] (Get-Module EntraRevoke)
try { Revoke-EntraSignedInUserAllRefreshToken } catch { `$seen.AutoError = `$_.FullyQualifiedErrorId }
`$seen.Auto = (Get-Module EntraRevoke).ModuleBase
Remove-Module EntraRevoke
`$seen.Requires = & '$scripts/requires.ps1'
Remove-Module EntraRevoke
`$seen.Newer = try { & '$scripts/newer.ps1' } catch { `$_.FullyQualifiedErrorId }
`$seen.Using = & '$scripts/using.ps1'
Remove-Module EntraRevoke
Import-Module EntraRevoke
`$null = Get-EntraContext
`$seen.NativeBefore = Test-Native
`$null = Add-EntraEnvironment -Name Emulator -AzureADEndpoint $($Emulator.authority) -GraphEndpoint $($Emulator.graph)
`$seen.NativeAfter = Test-Native
Connect-Entra -Environment Emulator -NoWelcome
`$seen.Value = (Revoke-EntraSignedInUserAllRefreshToken).Value
`$null = Disconnect-Entra
`$framework = Split-Path ([object].Assembly.Location)
`$seen.Assemblies = @([AppDomain]::CurrentDomain.GetAssemblies() |
    Where-Object Location |
    Where-Object { (Split-Path `$_.Location) -notin `$PSHOME, `$framework -and -not `$_.Location.StartsWith(`$PSHOME) } |
    ForEach-Object { `$_.GetName().Name } | Sort-Object)
ConvertTo-Json `$seen
"@
        $seen = $shell.Text | ConvertFrom-Json
    }

    It 'is found and loaded by the first cmdlet that is typed' {
        $seen.BeforeAuto | Should -BeFalse
        $seen.AutoError | Should -Be 'NotSignedIn,EntraRevoke.Cmdlets.RevokeEntraSignedInUserAllRefreshToken'
        $seen.Auto | Should -Be $copy.Folder
    }

    It 'is loaded by #Requires -Modules, which refuses a newer version than there is' {
        $seen.Requires | Should -Be $copy.Folder
        $seen.Newer | Should -Be ScriptRequiresMissingModules
    }

    It 'is loaded by using module' { $seen.Using | Should -Be $copy.Folder }

    It 'loads the native library once it is needed, not before' -Skip:(-not $IsLinux) {
        $seen.NativeBefore | Should -BeFalse
        $seen.NativeAfter | Should -BeTrue
    }

    It 'needs nothing beside its folder' { $seen.Value | Should -BeTrue }

    It 'brings no assembly but its own' { $seen.Assemblies | Should -Be EntraRevoke, EntraRevoke.Native }

    It 'says nothing on the error stream and writes nothing to the home folder' -Skip:$IsWindows {
        $shell.Errors | Should -BeNullOrEmpty
        # The engine's own caches are not the module's.
        Get-ChildItem $homeFolder -Recurse -File -Force | Where-Object FullName -NotMatch '[/\\]powershell[/\\]' |
            Should -BeNullOrEmpty
    }
}
