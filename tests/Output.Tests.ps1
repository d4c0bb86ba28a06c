BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
}
AfterAll { Stop-EntraTest }

Describe 'The result of a revocation' -Tag Output {
    BeforeEach {
        Reset-EntraTest
        Connect-Entra -NoWelcome
    }

    It 'has a Value that is true' {
        $result = Revoke-EntraSignedInUserAllRefreshToken
        $result.Value | Should -BeOfType ([bool])
        $result.Value -eq $true | Should -BeTrue
        [bool] $result | Should -BeTrue
    }

    It 'is known by the type name of the Graph SDK, and shows Value alone' {
        $result = Revoke-EntraSignedInUserAllRefreshToken
        $result.PSObject.TypeNames[0] | Should -Be (
            'Microsoft.Graph.PowerShell.Models.' +
            'ComponentsMwc6EoResponsesRevokesigninsessionsresponseContentApplicationJsonSchema'
        )
        $result.PSObject.Properties.Name | Should -Be Value
    }

    It 'tells whose sessions ended when it is asked' {
        $result = Revoke-EntraSignedInUserAllRefreshToken
        $result.Account, $result.TenantId | Should -Be $Users.Adele, $Emulator.tenant
    }

    It 'is all that is on the output stream' {
        $outcome = Invoke-Pipeline { Connect-Entra -Verbose -Debug; Revoke-EntraSignedInUserAllRefreshToken -Verbose -Debug }
        Assert-Silent $outcome Escaped, Errors, Warnings
        $outcome.Output.Value | Should -Be $true
        $outcome.Verbose, $outcome.Debug | Should -Not -BeNullOrEmpty
    }

    It 'is not there when the service says false; that is no error, and the sign-in goes on' {
        Set-Emulator @{ revokeValue = $false }
        Revoke-EntraSignedInUserAllRefreshToken | Should -BeNullOrEmpty
        @(Get-Request graph) | Should -HaveCount 1
        Set-Emulator @{ revokeValue = $true }
        (Revoke-EntraSignedInUserAllRefreshToken).Value | Should -BeTrue
    }

    It 'is true when the service answers without a body' {
        Set-Emulator @{ revokeValue = $null }
        (Revoke-EntraSignedInUserAllRefreshToken).Value | Should -BeTrue
        (Get-Request graph).status | Should -Be 204
    }

    It 'is not there when the service says <_>: that is an error, and the sign-in goes on' -ForEach '{}', '[]', '{"Value":false}' {
        Add-Fault @{ target = 'graph'; status = 200; body = $_ }
        $failure = Get-Failure { Revoke-EntraSignedInUserAllRefreshToken }
        $id = 'InvalidResponse,EntraRevoke.Cmdlets.RevokeEntraSignedInUserAllRefreshToken'
        Assert-Failure $failure $id InvalidOperation 'unknown whether it took effect'
        (Revoke-EntraSignedInUserAllRefreshToken).Value | Should -BeTrue
    }
}

Describe 'Connecting' -Tag Output {
    BeforeEach { Reset-EntraTest }

    It 'outputs nothing' { Connect-Entra 6> $null | Should -BeNullOrEmpty }

    It 'outputs nothing with a device code' {
        Set-Emulator @{ deviceCodeIntervalS = 1; deviceAutoApproveAfterPolls = 0 }
        $output = Connect-Entra -UseDeviceCode 6> $null
        $output | Should -BeNullOrEmpty
        (Get-EntraContext).TokenCredentialType | Should -Be DeviceCode
    }
}

Describe 'What PowerShell keeps of outputs' -Tag Output {
    BeforeEach {
        Reset-EntraTest
        Connect-Entra -NoWelcome
    }

    It 'is all in -OutVariable, and is added to with a plus' {
        $shown = Revoke-EntraSignedInUserAllRefreshToken -OutVariable kept
        Connect-Entra -NoWelcome
        $null = Get-EntraContext -OutVariable +kept
        $null = Get-EntraEnvironment China, USGov -OutVariable +kept
        $kept | Should -HaveCount 4
        [object]::ReferenceEquals($kept[0], $shown) | Should -BeTrue
        $kept[1].Account | Should -Be $Users.Adele
        $kept[2..3].Name | Should -Be China, USGov
    }

    It 'is the current one in -PipelineVariable' {
        Get-EntraEnvironment China, USGov -PipelineVariable cloud | ForEach-Object { $_.Name } |
            ForEach-Object { "$_ $($cloud.GraphEndpoint)" } |
            Should -Be 'China https://microsoftgraph.chinacloudapi.cn', 'USGov https://graph.microsoft.us'
        Revoke-EntraSignedInUserAllRefreshToken -PipelineVariable ended | ForEach-Object { $ended.Account } |
            Should -Be $Users.Adele
    }

    It 'is a failure of <_> in -ErrorVariable, and nothing in -OutVariable' -ForEach @(
        'Revoke-EntraSignedInUserAllRefreshToken', 'Disconnect-Entra'
    ) {
        $null = Disconnect-Entra
        & $_ -OutVariable kept -ErrorVariable failed -ErrorAction SilentlyContinue
        $kept | Should -BeNullOrEmpty
        $failed.FullyQualifiedErrorId | Should -BeLike "*,EntraRevoke.Cmdlets.$($_ -replace '-')"
    }
}
