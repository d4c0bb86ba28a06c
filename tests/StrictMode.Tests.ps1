BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
}
AfterAll { Stop-EntraTest }

Describe 'A caller in strict mode' -Tag StrictMode {
    BeforeEach {
        Reset-EntraTest
        $runspace = New-EntraRunspace
        $null = Invoke-Pipeline { Set-StrictMode -Version Latest; $ErrorActionPreference = 'Stop' } -Runspace $runspace
    }
    AfterEach { $runspace.Dispose() }

    It 'runs <Name>' -ForEach @(
        @{ Name = 'Connect-Entra'; Script = { Connect-Entra 6>&1 }; Count = 2 }
        @{ Name = 'Connect-Entra -UseDeviceCode'; Script = { Connect-Entra -UseDeviceCode 6>&1 }; Count = 3 }
        @{ Name = 'Get-EntraContext, with nobody signed in'; Script = { Get-EntraContext }; Count = 0 }
        @{ Name = 'Disconnect-Entra'; Script = { Connect-Entra -NoWelcome; Disconnect-Entra }; Count = 1 }
        @{
            Name = 'Revoke-EntraSignedInUserAllRefreshToken'; Count = 1
            Script = { Connect-Entra -NoWelcome; Revoke-EntraSignedInUserAllRefreshToken -Verbose -Debug }
        }
        @{ Name = 'Get-EntraEnvironment'; Script = { Get-EntraEnvironment Global, US* }; Count = 3 }
        @{
            Name = 'Add-, Set- and Remove-EntraEnvironment'; Count = 3
            Script = {
                Add-EntraEnvironment Strict https://a.example https://g.example
                Set-EntraEnvironment Strict -GraphEndpoint https://h.example
                Remove-EntraEnvironment Strict
            }
        }
        @{ Name = 'Enable-EntraAzureADAlias'; Script = { Enable-EntraAzureADAlias }; Count = 0 }
    ) {
        Set-Emulator @{ deviceCodeIntervalS = 1; deviceAutoApproveAfterPolls = 0 }
        $outcome = Invoke-Pipeline $Script -Runspace $runspace
        $outcome.Escaped | Should -BeNullOrEmpty
        $outcome.Errors | Should -BeNullOrEmpty
        $outcome.Output | Should -HaveCount $Count
    }

    It 'shows <Name> in each view' -ForEach @(
        @{ Name = 'a context'; Script = { Connect-Entra -NoWelcome; Get-EntraContext } }
        @{ Name = 'a result'; Script = { Connect-Entra -NoWelcome; Revoke-EntraSignedInUserAllRefreshToken } }
        @{ Name = 'an environment'; Script = { Get-EntraEnvironment Global } }
        @{ Name = 'an error'; Script = { try { Revoke-EntraSignedInUserAllRefreshToken } catch { $_ } } }
    ) {
        $script = "`$value = & { $Script }
            'Out-String', 'Format-List', 'Format-Table', 'Format-List -Property *', 'ConvertTo-Json -Depth 1 -WarningAction Ignore', 'ConvertTo-Csv' |
                ForEach-Object { (Invoke-Expression ""```$value | `$_"" | Out-String).Trim().Length -gt 0 }"
        $outcome = Invoke-Pipeline ([scriptblock]::Create($script)) -Runspace $runspace
        $outcome.Escaped | Should -BeNullOrEmpty
        $outcome.Errors | Should -BeNullOrEmpty
        $outcome.Output | Should -Be (@($true) * 6)
    }

    It 'reads each property of the peers, also where it has no value' {
        $outcome = Invoke-Pipeline -Runspace $runspace {
            Connect-Entra -NoWelcome
            $context = Get-EntraContext
            $null = @(
                $context.ClientId, $context.TenantId, $context.Scopes.Count, $context.AuthType, $context.TokenCredentialType
                $context.CertificateThumbprint, $context.CertificateSubjectName, $context.SendCertificateChain, $context.Account
                $context.AppName, $context.ContextScope, $context.Certificate, $context.PSHostVersion, $context.ManagedIdentityId
                $context.ClientSecret, $context.Environment
            )
            $null = (Get-EntraEnvironment Global | ForEach-Object { $_.Name, $_.AzureADEndpoint, $_.GraphEndpoint, $_.Type })
            $failure = try { Connect-Entra -TenantId 'a/b' } catch { $_.Exception }
            $null = $failure.Code, $failure.Status, $failure.Kind, $failure.RequestId, $failure.ClientRequestId, $failure.RetryAfter
            Connect-Entra -NoWelcome
            (Revoke-EntraSignedInUserAllRefreshToken).Value
        }
        $outcome.Escaped | Should -BeNullOrEmpty
        $outcome.Errors | Should -BeNullOrEmpty
        $outcome.Output | Should -Be $true
    }

    It 'completes: <_>' -ForEach 'Connect-Entra -Environment U', 'Connect-Entra -Scopes ', 'Connect-Entra -TenantId ', 'Connect-Entra -ClientId ', 'Set-EntraEnvironment ' {
        $outcome = Invoke-Pipeline { (TabExpansion2 $args[0] $args[0].Length).CompletionMatches.Count; $Error.Count } $_ -Runspace $runspace
        $outcome.Output[0] | Should -BeGreaterThan 0
        $outcome.Output[1] | Should -Be 0
    }
}
