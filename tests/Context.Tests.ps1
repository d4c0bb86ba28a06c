BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
}
AfterAll { Stop-EntraTest }

Describe 'Get-EntraContext' -Tag Get-EntraContext {
    BeforeEach { Reset-EntraTest }

    It 'outputs nothing, and no error, when nobody is signed in' {
        Get-EntraContext -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'tells who is signed in, with what and where: <TokenCredentialType>' -ForEach @(
        @{ TokenCredentialType = 'InteractiveBrowser'; Connect = @{} }
        @{ TokenCredentialType = 'DeviceCode'; Connect = @{ UseDeviceCode = $true } }
    ) {
        Set-Emulator @{ deviceCodeIntervalS = 1; deviceAutoApproveAfterPolls = 0 }
        Connect-Entra -Scopes User.RevokeSessions.All, User.Read @Connect -NoWelcome 6> $null
        $context = Get-EntraContext
        $expected = [ordered]@{
            Account                = $Users.Adele
            AppName                = 'Microsoft Graph Command Line Tools'
            AuthType               = 'Delegated'
            Certificate            = ''
            CertificateSubjectName = ''
            CertificateThumbprint  = ''
            ClientId               = '14d82eec-204b-4c2f-b7e8-296a70dab67e'
            ClientSecret           = ''
            ContextScope           = 'Process'
            EntraPSModuleName      = 'EntraRevoke'
            EntraPSVersion         = Split-Path $ModuleFolder -Leaf
            Environment            = 'Emulator'
            ManagedIdentityId      = ''
            PSHostVersion          = "$($Host.Version)"
            Scopes                 = 'User.RevokeSessions.All User.Read'
            SendCertificateChain   = 'False'
            TenantId               = $Emulator.tenant
            TokenCredentialType    = $TokenCredentialType
        }
        $context.PSObject.Properties.Name | Sort-Object | Should -Be $expected.Keys
        foreach ($name in $expected.Keys) { "$(@($context.$name))" | Should -Be $expected.$name -Because $name }
    }

    It 'is shown as a list' {
        Connect-Entra -NoWelcome
        $shown = Get-EntraContext | Out-String
        $shown | Should -Match "(?m)^Account +: $($Users.Adele)\r?$"
        $shown | Should -Match '(?m)^Scopes +: \{User.RevokeSessions.All\}\r?$'
    }

    It 'tells the application of ENTRAREVOKE_CLIENT_ID, unless -ClientId gives another' {
        $env:ENTRAREVOKE_CLIENT_ID = $client = "$(New-Guid)"
        try {
            Connect-Entra -NoWelcome
            (Get-EntraContext).ClientId | Should -Be $client
            Connect-Entra -ClientId 14d82eec-204b-4c2f-b7e8-296a70dab67e -NoWelcome
        } finally { $env:ENTRAREVOKE_CLIENT_ID = $null }
        (Get-Request authorize).Query.client_id | Should -Be $client, '14d82eec-204b-4c2f-b7e8-296a70dab67e'
    }

    It 'outputs nothing after a revocation, so that a script signs in anew' {
        Connect-Entra -NoWelcome
        (Revoke-EntraSignedInUserAllRefreshToken).Value | Should -BeTrue
        Get-EntraContext | Should -BeNullOrEmpty
    }
}

Describe 'Disconnect-Entra' -Tag Disconnect-Entra {
    BeforeEach {
        Reset-EntraTest
        Connect-Entra -NoWelcome
        Clear-Request
    }

    It 'outputs who was signed in, and signs out' {
        (Disconnect-Entra).Account | Should -Be $Users.Adele
        Get-EntraContext | Should -BeNullOrEmpty
        (Get-Failure { Revoke-EntraSignedInUserAllRefreshToken }).FullyQualifiedErrorId | Should -BeLike 'NotSignedIn,*'
    }

    It 'is an error without a sign-in, which does not end the script' {
        $null = Disconnect-Entra
        Disconnect-Entra -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $id = 'NotSignedIn,EntraRevoke.Cmdlets.DisconnectEntra'
        $failure | Should -HaveCount 1
        Assert-Failure $failure[0] $id AuthenticationError 'nothing to sign out from'
        $went = Invoke-Pipeline { try { Disconnect-Entra; 'went on' } catch { 'ended' } }
        $went.Output | Should -Be 'went on'
        $went.Errors.FullyQualifiedErrorId | Should -Be $id
    }

    It 'asks no service' {
        $null = Disconnect-Entra
        Get-Request token | Should -BeNullOrEmpty
        Get-Request graph | Should -BeNullOrEmpty
    }
}
