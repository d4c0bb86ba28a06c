BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    # What Tab offers at the end of a line, each with the text that says what it is.
    function Get-Completion ([string] $Line) {
        (TabExpansion2 $Line $Line.Length).CompletionMatches | ForEach-Object { "$($_.CompletionText) = $($_.ToolTip)" }
    }
    $scopes = @{
        RevokeSessions = 'User.RevokeSessions.All = Revoke the sessions of users, your own included; all that revoking needs'
        Read           = 'User.Read = Sign in and read your own profile; not enough to revoke'
        ReadWrite      = 'User.ReadWrite.All = Read and change every user; allows revoking, and much more'
        Directory      = 'Directory.ReadWrite.All = Read and change the whole directory; allows revoking, and far more'
        ReadAll        = 'User.Read.All = Read every user, as well as when sessions were last revoked; not enough to revoke'
    }
    $client = '14d82eec-204b-4c2f-b7e8-296a70dab67e = Microsoft Graph Command Line Tools, used without'
}
AfterAll { Stop-EntraTest }

Describe 'Tab' -Tag Completion {
    BeforeEach { Reset-EntraTest }

    It 'offers all permissions, and first the one that suffices: <_>' -ForEach @(
        'Connect-Entra -Scopes '
        'Connect-Entra '
        'EntraRevoke\Connect-Entra -NoWelcome -scopes '
    ) {
        Get-Completion $_ | Should -Be $scopes.RevokeSessions, $scopes.Read, $scopes.ReadWrite, $scopes.Directory, $scopes.ReadAll
    }

    It 'completes permissions one by one and offers none twice: <Line>' -ForEach @(
        @{ Line = 'Connect-Entra -Scopes d'; Offers = 'Directory' }
        @{ Line = 'Connect-Entra -Scopes *write'; Offers = 'ReadWrite', 'Directory' }
        @{ Line = 'Connect-Entra -Scopes User.Read'; Offers = 'Read', 'ReadWrite', 'ReadAll' }
        @{ Line = "Connect-Entra -Scopes 'User.Read','Mail.Read',"; Offers = 'RevokeSessions', 'ReadWrite', 'Directory', 'ReadAll' }
        @{ Line = 'Connect-Entra -Scopes user.read,User.Re'; Offers = 'RevokeSessions', 'ReadWrite', 'ReadAll' }
        @{ Line = 'Connect-Entra -Scopes ''User.Read'', "User.Read.All", U'; Offers = 'RevokeSessions', 'ReadWrite' }
        @{
            Line   = 'Connect-Entra -TenantId contoso.example -Scopes User.RevokeSessions.All,user.r'
            Offers = 'Read', 'ReadWrite', 'ReadAll'
        }
    ) {
        Get-Completion $Line | Should -Be @($Offers | ForEach-Object { $scopes[$_] })
    }

    It 'completes in quotes what was begun in quotes: <_>' -ForEach "Connect-Entra -Scopes 'dir", 'Connect-Entra -Scopes "DIR' {
        Get-Completion $_ | Should -Be ($scopes.Directory -replace '^\S+', '''$0''')
    }

    It 'offers environments with their addresses: <_>' -ForEach @(
        'Connect-Entra -Environment usg'
        'Connect-Entra -NationalCloud *sg'
        'Get-EntraEnvironment u[s]gov'
        'Get-EntraEnvironment -Name USGov'
    ) {
        $sign = 'Signs in at https://login.microsoftonline.us, Microsoft Graph at https:/'
        Get-Completion $_ | Where-Object { $_ -notlike 'GovSG*' } |
            Should -Be "USGov = $sign/graph.microsoft.us", "USGovDoD = $sign/dod-graph.microsoft.us"
    }

    It 'quotes a name with blanks and quotes: <_>' -ForEach @(
        'Connect-Entra -Environment It'
        'Get-EntraEnvironment it'
        "Set-EntraEnvironment 'It''s"
        'Remove-EntraEnvironment -Name "It''s'
    ) {
        $null = Add-EntraEnvironment "It's mine" https://a.example https://b.example
        try {
            Get-Completion $_ |
                Should -Be "'It''s mine' = Signs in at https://a.example, Microsoft Graph at https://b.example"
        } finally { $null = Remove-EntraEnvironment "It's mine" }
    }

    It 'offers to change only what the user has defined: <_>' -ForEach 'Set-EntraEnvironment ', 'Remove-EntraEnvironment -Name ' {
        Get-Completion $_ |
            Should -Be "Emulator = Signs in at $($Emulator.authority), Microsoft Graph at $($Emulator.graph)"
    }

    It 'offers nothing of ours for what fits nothing: <_>' -ForEach @(
        'Connect-Entra -TenantId NoSuchThing', 'Connect-Entra -Environment [u', 'Connect-Entra -Scopes NoSuchThing'
    ) {
        Get-Completion $_ | Should -BeNullOrEmpty
    }

    It 'offers any organisation as the only tenant while nobody is signed in' {
        Get-Completion 'Connect-Entra -TenantId ' |
            Should -Be 'organizations = Any organisation: the account decides, as without -TenantId'
    }

    It 'offers the tenant of the sign-in, by id and by domain' {
        Connect-Entra -NoWelcome
        (Get-Completion 'Connect-Entra -Tenant ')[0, 1] | Should -Be @(
            "$($Emulator.tenant) = Tenant of the current sign-in, $($Users.Adele)"
            "contoso.example = Domain of the current sign-in, $($Users.Adele)"
        )
        Get-Completion 'Connect-Entra -TenantId CONT' | Should -BeLike 'contoso.example = *'
    }

    It 'offers the values of -ContextScope' {
        (Get-Completion 'Connect-Entra -ContextScope ') -replace ' .*' | Should -Be CurrentUser, Process, Runspace
    }

    It 'offers the default application, and that of ENTRAREVOKE_CLIENT_ID first' {
        Get-Completion 'Connect-Entra -ClientId ' | Should -Be "$client -ClientId"
        $env:ENTRAREVOKE_CLIENT_ID = 'b2f3c1de-0000-4000-8000-123456789abc'
        try {
            Get-Completion 'Connect-Entra -AppId ' | Should -Be @(
                "$env:ENTRAREVOKE_CLIENT_ID = Application of ENTRAREVOKE_CLIENT_ID, used without -ClientId"
                "$client ENTRAREVOKE_CLIENT_ID"
            )
        } finally { Remove-Item Env:ENTRAREVOKE_CLIENT_ID }
    }

    It 'works without the native library, and leaves no error' {
        $copy = Copy-Module
        Remove-Item "$($copy.Folder)/*-*/entra_revoke_native.*" -ErrorAction Stop
        $shell = Invoke-Shell @"
Import-Module '$($copy.Folder)/EntraRevoke.psd1'
'-Environment Glob', '-Scopes D' | ForEach-Object {
    (TabExpansion2 "Connect-Entra `$_" "Connect-Entra `$_".Length).CompletionMatches.CompletionText
}
`$Error.Count
"@
        $shell.Lines | Should -Be Global, Directory.ReadWrite.All, 0
    }
}
