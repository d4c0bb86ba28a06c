BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    # Runs a script in a runspace, which it must leave without an error, and returns what it outputs.
    function Invoke-In ([runspace] $Runspace, [scriptblock] $Script, [object[]] $Argument = @()) {
        $outcome = Invoke-Pipeline $Script $Argument $Runspace
        Assert-Silent $outcome Escaped, Errors
        $outcome.Output
    }
    # Makes sure that nobody is signed in for the cmdlets of a runspace.
    function Assert-Nobody ([runspace] $Runspace) {
        Invoke-In $Runspace { Get-EntraContext } | Should -BeNullOrEmpty
        $outcome = Invoke-Pipeline { Revoke-EntraSignedInUserAllRefreshToken } -Runspace $Runspace
        $outcome.Output | Should -BeNullOrEmpty
        $outcome.Errors.FullyQualifiedErrorId | Should -BeLike 'NotSignedIn,*'
    }
}
AfterAll { Stop-EntraTest }

Describe 'A sign-in of the process' -Tag ContextScope {
    BeforeEach {
        Reset-EntraTest
        $other = New-EntraRunspace -ContextScope Process
    }
    AfterEach { $other.Dispose() }

    It 'is used by every runspace' {
        Connect-Entra -NoWelcome
        Invoke-In $other { (Get-EntraContext).Account } | Should -Be $Users.Adele
        Invoke-In $other { (Revoke-EntraSignedInUserAllRefreshToken).Value } | Should -BeTrue
    }

    It 'is what CurrentUser makes, and says so' {
        $said = Connect-Entra -ContextScope CurrentUser -NoWelcome -Verbose 4>&1
        "$said" | Should -Match 'CurrentUser'
        Invoke-In $other { "$((Get-EntraContext).ContextScope)" } | Should -Be Process
    }

    It 'is gone once another is tried, and stays so when that fails' {
        Connect-Entra -NoWelcome
        { Connect-Entra -TenantId 'no tenant' } | Should -Throw
        Get-EntraContext | Should -BeNullOrEmpty
        { Revoke-EntraSignedInUserAllRefreshToken } | Should -Throw -ErrorId 'NotSignedIn,*'
        Assert-Nobody $other
    }

    It 'is renewed once for many runspaces' {
        Set-Emulator @{ accessTokenLifetimeS = 60; revokeValue = $false }
        Connect-Entra -NoWelcome
        Set-Emulator @{ accessTokenLifetimeS = $null }
        # The renewal hangs until all have asked for it.
        Add-Fault @{ target = 'token'; kind = 'delay'; delayMs = 300 }
        $runspaces = 1..8 | ForEach-Object { New-EntraRunspace -ContextScope Process }
        $calls = $runspaces | ForEach-Object { Start-Pipeline { Revoke-EntraSignedInUserAllRefreshToken } -Runspace $_ }
        $calls | ForEach-Object { (Wait-Pipeline $_).State | Should -Be Completed }
        @(Get-Request graph) | Should -HaveCount 8
        @(Get-Request token | Where-Object { $_.form.grant_type -eq 'refresh_token' }) | Should -HaveCount 1
        $runspaces | ForEach-Object Dispose
    }

    It 'can be made anew and ended while a call of another runspace is under way' {
        Set-Emulator @{ revokeValue = $false }
        Connect-Entra -NoWelcome
        Add-Fault @{ target = 'graph'; kind = 'delay'; delayMs = 500 }
        $call = Start-Pipeline { Revoke-EntraSignedInUserAllRefreshToken } -Runspace $other
        Wait-Request graph
        Connect-Entra -NoWelcome
        $null = Disconnect-Entra
        (Wait-Pipeline $call).State | Should -Be Completed
        Wait-Request graph answered
    }

    It 'is kept by a call that took it, though it ends before the call begins' {
        Connect-Entra -NoWelcome
        # Between taking and beginning are microseconds, so both are done by hand, as the cmdlet does them.
        $flags = [Reflection.BindingFlags]'Static, Instance, NonPublic'
        $store = [EntraRevoke.EntraContext].Assembly.GetType('EntraRevoke.SessionStore')
        $use = $store.GetMethod('Use', $flags).Invoke($null, @())
        $session = $use.GetType().GetProperty('SignedIn', $flags).GetValue($use).Session
        $null = Disconnect-Entra
        $call = [EntraRevoke.Native.NativeOperation]::new('Quiet')
        $session.BeginRevokeSignedInUser($call, 'test')
        $call.Next().Value | Should -BeTrue
        $use.Dispose()
        { $session.BeginRevokeSignedInUser($call, 'test') } | Should -Throw '*disposed*'
        $call.Dispose()
    }
}

Describe 'A sign-in of a runspace' -Tag ContextScope {
    BeforeEach {
        Reset-EntraTest
        $other = New-EntraRunspace
    }
    AfterEach { $other.Dispose() }

    It 'stays in it' {
        Invoke-In $other { Connect-Entra -NoWelcome; "$((Get-EntraContext).ContextScope)" } | Should -Be Runspace
        Get-EntraContext | Should -BeNullOrEmpty
        { Revoke-EntraSignedInUserAllRefreshToken } | Should -Throw -ErrorId 'NotSignedIn,*'
    }

    It 'never falls back to that of the process, when <It>' -ForEach @(
        @{ It = 'it was ended'; End = { $null = Disconnect-Entra } }
        @{ It = 'another one failed'; End = { try { Connect-Entra -TenantId 'no tenant' } catch { } } }
        @{ It = 'its environment is not known'; End = { try { Connect-Entra -Environment Nowhere } catch { } } }
    ) {
        Connect-Entra -NoWelcome
        Invoke-In $other { Connect-Entra -NoWelcome }
        Invoke-In $other $End
        Assert-Nobody $other
        (Get-EntraContext).Account | Should -Be $Users.Adele
    }

    It 'gives way to one of the process when the runspace asks for that' {
        Invoke-In $other { Connect-Entra -NoWelcome; Connect-Entra -NoWelcome -ContextScope Process }
        Invoke-In $other { "$((Get-EntraContext).ContextScope)" } | Should -Be Process
        (Get-EntraContext).Account | Should -Be $Users.Adele
    }

    It 'does not mix with that of another runspace' {
        $megans = New-EntraRunspace
        Invoke-In $other { Connect-Entra -NoWelcome }
        Set-Emulator @{ defaultUser = $Users.Megan }
        Invoke-In $megans { Connect-Entra -NoWelcome }
        $devices = @{}
        'Adele', 'Megan' | ForEach-Object { $devices[$_] = (New-Token @{ user = $Users.$_ }).RefreshToken }
        Invoke-In $other { (Get-EntraContext).Account } | Should -Be $Users.Adele
        Invoke-In $megans { (Get-EntraContext).Account } | Should -Be $Users.Megan

        Invoke-In $other { (Revoke-EntraSignedInUserAllRefreshToken).Value } | Should -BeTrue
        (Use-RefreshToken $devices.Adele).error | Should -Be invalid_grant
        (Use-RefreshToken $devices.Megan).error | Should -BeNullOrEmpty
        Invoke-In $megans { (Revoke-EntraSignedInUserAllRefreshToken).Value } | Should -BeTrue
        (Use-RefreshToken $devices.Megan).error | Should -Be invalid_grant
        $megans.Dispose()
    }
}
