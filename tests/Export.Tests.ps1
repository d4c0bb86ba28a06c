BeforeDiscovery {
    # Each kind of object that a cmdlet outputs, and a property by which it is told.
    $outputs = @(
        @{ Command = { Get-EntraContext }; Property = 'Account'; Value = 'AdeleV@contoso.example' }
        @{ Command = { Get-EntraEnvironment USGov }; Property = 'GraphEndpoint'; Value = 'https://graph.microsoft.us' }
        @{ Command = { Revoke-EntraSignedInUserAllRefreshToken }; Property = 'Value'; Value = 'True' }
    )
}
BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
}
AfterAll { Stop-EntraTest }

Describe 'In a file' -Tag Export {
    BeforeEach {
        Reset-EntraTest
        Connect-Entra -NoWelcome -Scopes User.RevokeSessions.All, User.Read
        $file = Join-Path (New-Folder) exported
    }

    It 'the output of {<Command>} is one row of texts by Export-Csv' -ForEach $outputs {
        $output = & $Command
        $output | Export-Csv $file
        Get-Content $file | Should -HaveCount 2
        $row = Import-Csv $file
        $row.PSObject.Properties.Name | Should -Be $output.PSObject.Properties.Name
        $row.$Property | Should -Be $Value
        Get-Content $file -Raw | Should -Not -Match 'System\.|EntraRevoke\.'
    }

    It 'the output of {<Command>} comes back from Export-Clixml, and is shown as it was' -ForEach $outputs {
        $output = & $Command
        $output | Export-Clixml $file
        $back = Import-Clixml $file
        $back.PSObject.TypeNames | Should -Contain "Deserialized.$($output.GetType())"
        foreach ($name in $output.PSObject.Properties.Name) { $back.$name | Should -Be $output.$name -Because $name }
        $texts = $output, $back | ForEach-Object { ($_ | Format-List | Out-String) -replace "`e\[[0-9;]*m" }
        $texts[1] | Should -Be $texts[0]
    }

    It 'the output of {<Command>} is plain in JSON: names, texts, truth values and lists of texts' -ForEach $outputs {
        $json = & $Command | ConvertTo-Json
        Assert-NoSecret $json
        # A depth of one is all that is needed, else PowerShell would warn of what it cut off.
        $members = (ConvertFrom-Json $json -AsHashtable).GetEnumerator()
        foreach ($member in $members) {
            foreach ($item in $member.Value) { $item -is [string] -or $item -is [bool] -or $null -eq $item | Should -BeTrue }
        }
        "$((ConvertFrom-Json $json).$Property)" | Should -Be $Value
    }

    It 'a context in JSON says in words who may use it, and has versions as they are written' {
        $context = Get-EntraContext | ConvertTo-Json | ConvertFrom-Json
        $context.ContextScope | Should -BeExactly Process
        $context.PSHostVersion | Should -BeExactly "$($Host.Version)"
        $context.EntraPSVersion | Should -BeExactly (Split-Path $ModuleFolder -Leaf)
        $context.AuthType, $context.TokenCredentialType | Should -Be Delegated, InteractiveBrowser
        $context.Scopes | Should -Be User.RevokeSessions.All, User.Read
        $context.PSObject.Properties.Name | Should -Be @(
            'ClientId', 'TenantId', 'Scopes', 'AuthType', 'TokenCredentialType', 'CertificateThumbprint'
            'CertificateSubjectName', 'SendCertificateChain', 'Account', 'AppName', 'ContextScope', 'Certificate'
            'PSHostVersion', 'ManagedIdentityId', 'ClientSecret', 'Environment', 'EntraPSModuleName', 'EntraPSVersion'
        )
    }

    It 'environments in JSON are a list that defines them elsewhere' {
        $null = Add-EntraEnvironment -Name Lab -AzureADEndpoint https://a.example -GraphEndpoint https://b.example
        $json = Get-EntraEnvironment Lab, China | ConvertTo-Json
        $null = Remove-EntraEnvironment -Name Lab
        $list = $json | ConvertFrom-Json
        $list.Type | Should -Be User-defined, Built-in
        $again = $list | Where-Object Type -EQ User-defined | Add-EntraEnvironment
        $null = Remove-EntraEnvironment -Name Lab
        $again.Name, $again.AzureADEndpoint, $again.GraphEndpoint |
            Should -Be Lab, https://a.example, https://b.example
    }

    It 'permissions are one text, and a list for scripts' {
        $scopes = (Get-EntraContext).Scopes
        "$scopes" | Should -Be 'User.RevokeSessions.All User.Read'
        $scopes.ToString() | Should -Be 'User.RevokeSessions.All User.Read'
        $scopes -contains 'user.read' | Should -BeTrue
        $scopes.Count | Should -Be 2
        $scopes[1] | Should -Be User.Read
        ($scopes | ForEach-Object { "<$_>" }) -join ',' | Should -Be '<User.RevokeSessions.All>,<User.Read>'
        Get-EntraContext | Export-Csv $file
        Connect-Entra -Scopes (Import-Csv $file).Scopes -NoWelcome
        (Get-EntraContext).Scopes | Should -Be User.RevokeSessions.All, User.Read
    }
}
