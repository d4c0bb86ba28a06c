BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    $all = @(
        'Connect-AzureAD = EntraRevoke\Connect-Entra'
        'Disconnect-AzureAD = EntraRevoke\Disconnect-Entra'
        'Get-EntraCurrentSessionInfo = EntraRevoke\Get-EntraContext'
        'Revoke-AzureADSignedInUserAllRefreshToken = EntraRevoke\Revoke-EntraSignedInUserAllRefreshToken'
    )
    # The old names that the session's runspace knows as aliases.
    function Get-OldName {
        Invoke-In $runspace {
            Get-Alias *-AzureAD*, Get-EntraCurrentSessionInfo -ErrorAction Ignore | Sort-Object Name |
                ForEach-Object { "$($_.Name) = $($_.Definition)" }
        }
    }
}
AfterAll { Stop-EntraTest }

Describe 'Enable-EntraAzureADAlias' -Tag Alias {
    BeforeEach { $runspace = New-EntraRunspace }
    AfterEach { $runspace.Dispose() }

    It 'is needed: an import alone brings no old name' { Get-OldName | Should -BeNullOrEmpty }

    It 'brings the old names to the whole session, without a word, from <Where>' -ForEach @(
        @{ Where = 'the prompt'; Script = { Enable-EntraAzureADAlias } }
        @{ Where = 'a function'; Script = { function Enable-All { & { Enable-EntraAzureADAlias } }; Enable-All } }
        @{ Where = 'a module'; Script = {
                $null = New-Module -Name Caller { function Enable-All { Enable-EntraAzureADAlias } } | Import-Module
                Enable-All
                Remove-Module Caller
            }
        }
        @{ Where = 'a script'; Script = { & $args[0] } }
        @{ Where = 'the prompt twice'; Script = { Enable-EntraAzureADAlias; Enable-EntraAzureADAlias } }
    ) {
        $file = Join-Path (New-Folder) enable.ps1
        Set-Content $file 'Enable-EntraAzureADAlias'
        $outcome = Invoke-Pipeline $Script $file $runspace
        Assert-Silent $outcome Escaped, Output, Errors, Warnings, Information
        Get-OldName | Should -Be $all
    }

    It 'lets a script for the old module run' {
        Invoke-In $runspace {
            Enable-EntraAzureADAlias
            Connect-AzureAD -EnvironmentName Emulator -ContextScope Runspace -NoWelcome
            (Get-EntraCurrentSessionInfo).Account
            (Revoke-AzureADSignedInUserAllRefreshToken).Value
            (Disconnect-AzureAD).Account
        } | Should -Be $Users.Adele, $true, $Users.Adele
    }

    It 'leaves <Owner> alone, with a warning' -ForEach @(
        @{ Owner = 'a function of this session'; Script = { function global:Connect-AzureAD { 'theirs' } } }
        @{ Owner = 'a command of the module AzureAD'; Script = {
                $null = New-Module -Name AzureAD { function Connect-AzureAD { 'theirs' } } | Import-Module
            }
        }
        @{ Owner = 'an alias of Get-Theirs'; Script = {
                function Get-Theirs { 'theirs' }
                Set-Alias Connect-AzureAD Get-Theirs
            }
        }
    ) {
        Invoke-In $runspace $Script
        $outcome = Invoke-Pipeline { Enable-EntraAzureADAlias } -Runspace $runspace
        Assert-Silent $outcome Escaped, Output, Errors
        $outcome.Warnings | Should -Be (
            "Connect-AzureAD stays as it is, ${Owner}: use Connect-Entra, " +
            'or remove that command and run Enable-EntraAzureADAlias again.'
        )
        Invoke-In $runspace { Connect-AzureAD } | Should -Be theirs
        Get-OldName | Where-Object { $_ -ne 'Connect-AzureAD = Get-Theirs' } | Should -Be $all[1..3]
    }

    It "leaves a user's alias that means the same, without a warning" {
        Invoke-In $runspace { Set-Alias Connect-AzureAD Connect-Entra; Enable-EntraAzureADAlias }
        Get-OldName | Should -Be (@('Connect-AzureAD = Connect-Entra') + $all[1..3])
    }

    It 'adds later what it could not have' {
        Invoke-In $runspace { function global:Connect-AzureAD { } }
        (Invoke-Pipeline { Enable-EntraAzureADAlias } -Runspace $runspace).Warnings | Should -HaveCount 1
        Invoke-In $runspace { Remove-Item Function:Connect-AzureAD; Enable-EntraAzureADAlias }
        Get-OldName | Should -Be $all
    }

    It 'can be taken back' {
        Invoke-In $runspace { Enable-EntraAzureADAlias; Remove-Module EntraRevoke.AzureADAlias }
        Get-OldName | Should -BeNullOrEmpty
    }

    It 'brings names that load the module again, and never the old module' {
        $copy = Copy-Module
        $old = New-Item -ItemType Directory (Join-Path $copy.Path AzureAD) | Convert-Path
        Set-Content "$old/AzureAD.psm1" "function Connect-AzureAD { 'theirs' }"
        New-ModuleManifest "$old/AzureAD.psd1" -RootModule AzureAD.psm1 -ModuleVersion 2.0 -FunctionsToExport Connect-AzureAD
        $shell = Invoke-Shell -Variable @{ PSModulePath = $copy.Path } {
            Import-Module EntraRevoke
            Enable-EntraAzureADAlias
            [bool] (Get-Module AzureAD)
            Remove-Module EntraRevoke
            try { Revoke-AzureADSignedInUserAllRefreshToken } catch { $_.FullyQualifiedErrorId }
            (Get-Module EntraRevoke).Name
        }
        $shell.Lines | Should -Be @(
            'False', 'NotSignedIn,EntraRevoke.Cmdlets.RevokeEntraSignedInUserAllRefreshToken', 'EntraRevoke'
        )
    }

    It 'is what the guide and the help tell: each of the four names' {
        Get-Content "$Root/docs/migrating.md" -Raw | Should -Match 'sets four aliases'
        foreach ($page in 'docs/migrating.md', 'module/docs/en-US/Enable-EntraAzureADAlias.md') {
            $text = Get-Content "$Root/$page" -Raw
            foreach ($name in $all -replace ' .*') { $text.Contains("``$name``") | Should -BeTrue -Because "$name is in $page" }
        }
    }
}
