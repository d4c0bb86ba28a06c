BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
}
AfterAll { Stop-EntraTest }

# What the user has to be told for the sign-in to go on, whatever the preferences are.
Describe 'A device code' -Tag SignInMessages {
    BeforeEach {
        Reset-EntraTest
        $runspace = New-EntraRunspace -ContextScope Process
        Set-Emulator @{ deviceCodeIntervalS = 1; deviceAutoApproveAfterPolls = $null }
    }
    AfterEach { $runspace.Dispose() }

    It 'is told before anybody waits, and not on the output stream, with <Title>' -ForEach @(
        @{ Title = 'no preference'; Script = { $x = Connect-Entra -UseDeviceCode -NoWelcome; $x } }
        @{ Title = '-InformationAction SilentlyContinue'
            Script = { Connect-Entra -UseDeviceCode -NoWelcome -InformationAction SilentlyContinue } }
        @{ Title = 'warnings silenced'
            Script = { & { $WarningPreference = 'SilentlyContinue'; Connect-Entra -UseDeviceCode -NoWelcome } } }
    ) {
        $pipeline = Start-Pipeline $Script -Runspace $runspace
        $code = Wait-DeviceCode $pipeline
        Set-DeviceCode $code
        $said = Wait-Pipeline $pipeline
        Assert-Silent $said Output, Warnings, Errors
        $said.Information | Should -HaveCount 1
        $said.Information | Should -BeLike "*$($Emulator.authority)/devicelogin*$code*"
        $pipeline.Shell.Streams.Information[0].Tags | Should -Contain PSHOST -Because 'a console shows only those'
        (Get-EntraContext).Account | Should -Be $Users.Adele
    }

    It 'is not told with -InformationAction Ignore, as asked' {
        Set-Emulator @{ deviceAutoApproveAfterPolls = 0 }
        $said = Invoke-Pipeline { Connect-Entra -UseDeviceCode -NoWelcome -InformationAction Ignore } -Runspace $runspace
        Assert-Silent $said Information, Errors
        (Get-EntraContext).Account | Should -Be $Users.Adele
    }

    It 'ends the sign-in with -InformationAction Stop' {
        $said = Invoke-Pipeline { Connect-Entra -UseDeviceCode -NoWelcome -InformationAction Stop } -Runspace $runspace
        $said.Escaped.FullyQualifiedErrorId | Should -BeLike 'ActionPreferenceStop,*ConnectEntra'
        Get-EntraContext | Should -BeNullOrEmpty
    }

    It 'follows a warning where no browser can be started, which <Preference> leaves <Count>' -ForEach @(
        @{ Preference = 'Continue'; Count = 1 }
        @{ Preference = 'SilentlyContinue'; Count = 0 }
    ) {
        $browser, $env:BROWSER = $env:BROWSER, '/no/such/browser'
        try {
            $script = { & { param ($WarningPreference) Connect-Entra -NoWelcome } $args[0] }
            $pipeline = Start-Pipeline $script $Preference $runspace
            Set-DeviceCode (Wait-DeviceCode $pipeline)
            $said = Wait-Pipeline $pipeline
            $said.Errors | Should -BeNullOrEmpty
            $said.Warnings | Should -HaveCount $Count
        } finally { $env:BROWSER = $browser }
        (Get-EntraContext).TokenCredentialType | Should -Be DeviceCode
    }

    It 'is asked for, and nothing else, with -Debug where no browser can be started' {
        $browser, $env:BROWSER = $env:BROWSER, '/no/such/browser'
        try {
            $pipeline = Start-Pipeline { Connect-Entra -NoWelcome -Debug } -Runspace $runspace
            Set-DeviceCode (Wait-DeviceCode $pipeline)
            $said = Wait-Pipeline $pipeline
            Assert-Silent $said Errors, Escaped
            @($said.Information -like 'WARNING: *') | Should -HaveCount 1
        } finally { $env:BROWSER = $browser }
    }

    It 'is never asked for when the warning ends the script' {
        $browser, $env:BROWSER = $env:BROWSER, '/no/such/browser'
        try {
            $said = Invoke-Pipeline { & { $WarningPreference = 'Stop'; Connect-Entra -NoWelcome } } -Runspace $runspace
            $said.Escaped.FullyQualifiedErrorId | Should -BeLike 'ActionPreferenceStop,*ConnectEntra'
        } finally { $env:BROWSER = $browser }
        Get-EntraContext | Should -BeNullOrEmpty
        Get-Request token | Should -BeNullOrEmpty
    }
}

Describe 'The address of the sign-in page' -Tag SignInMessages {
    BeforeEach {
        Reset-EntraTest
        $runspace = New-EntraRunspace -ContextScope Process
        Set-Emulator @{ autoApprove = $false }
    }
    AfterEach { $runspace.Dispose() }

    It 'is told while the user is waited for, with <Title>' -ForEach @(
        @{ Title = 'no preference'; Script = { Connect-Entra -NoWelcome } }
        @{ Title = '-InformationAction SilentlyContinue'
            Script = { Connect-Entra -NoWelcome -InformationAction SilentlyContinue } }
        @{ Title = 'warnings silenced'; Script = { & { $WarningPreference = 'SilentlyContinue'; Connect-Entra -NoWelcome } } }
    ) {
        $pipeline = Start-Pipeline $Script -Runspace $runspace
        Wait-Request authorize answered
        $state = (Get-Request authorize).Query.state
        Wait-Record $pipeline Information ([regex]::Escape($state)) | Should -BeLike "*$($Emulator.authority)*"
        Stop-Pipeline $pipeline
    }
}
