BeforeDiscovery {
    # Debian's; the driver is of the same version as the browser.
    $hasBrowser = (Test-Path /usr/bin/chromium) -and (Test-Path /usr/bin/chromedriver)
}

Describe 'Signing in with a real browser, which the module itself starts' -Tag Browser -Skip:(-not $hasBrowser) {
    BeforeAll {
        Import-Module $PSScriptRoot/Support
        Start-EntraTest
        $start = [Diagnostics.ProcessStartInfo]::new('/usr/bin/chromedriver', '--port=0')
        $start.RedirectStandardOutput = $true
        $driver = [Diagnostics.Process]::Start($start)
        do { $line = $driver.StandardOutput.ReadLine() } until ($line -match 'successfully on port (\d+)')
        $webDriver = "http://127.0.0.1:$($Matches[1])/session"

        # One command of the W3C WebDriver protocol.
        function Invoke-WebDriver ([string] $Command, $Body = @{}) {
            $json = ConvertTo-Json $Body -Depth 9
            $request = @{ Method = 'Post'; Uri = "$webDriver$Command"; ContentType = 'application/json' }
            (Invoke-RestMethod @request -Body $json -NoProxy).value
        }
        # The address of an element of the page, once it is there.
        function Find-Element ([string] $Id) {
            $found = Invoke-WebDriver "/$session/element" @{ using = 'css selector'; value = "#$Id" }
            "/$session/element/$(@($found.PSObject.Properties)[0].Value)"
        }
        function Read-Element ([string] $Id) {
            (Invoke-RestMethod "$webDriver$(Find-Element $Id)/text" -NoProxy).value
        }
        function Push-Element ([string] $Id) { $null = Invoke-WebDriver "$(Find-Element $Id)/click" }
        function Write-Element ([string] $Id, [string] $Text) {
            $element = Find-Element $Id
            $null = Invoke-WebDriver "$element/clear"
            $null = Invoke-WebDriver "$element/value" @{ text = $Text }
        }
        function Enter-Account ([string] $User, [string] $Password) {
            Write-Element username $User
            Write-Element password $Password
            Push-Element sign-in
        }
    }
    AfterAll {
        if ($driver) { $driver.Kill() }
        Stop-EntraTest
    }
    BeforeEach {
        Reset-EntraTest
        Set-Emulator @{ autoApprove = $false }
        $userData = New-Folder
        $arguments = '--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking',
            '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-dev-shm-usage',
            '--remote-debugging-port=0', "--user-data-dir=$userData"
        $env:BROWSER = "/usr/bin/chromium $arguments"
        $pipeline = Start-Pipeline { Connect-Entra -Scopes 'User.RevokeSessions.All' -NoWelcome } -Runspace (
            New-EntraRunspace -ContextScope Process)
        Wait-Request authorize answered
        $port = (Get-Content "$userData/DevToolsActivePort")[0]
        $options = @{ alwaysMatch = @{ 'goog:chromeOptions' = @{ debuggerAddress = "127.0.0.1:$port" } } }
        $session = (Invoke-WebDriver '' @{ capabilities = $options }).sessionId
        $null = Invoke-WebDriver "/$session/timeouts" @{ implicit = 20000 }
    }
    AfterEach {
        $owner = (Get-Item "$userData/SingletonLock" -Force).LinkTarget -replace '.*-'
        $null = Invoke-RestMethod -Method Delete "$webDriver/$session" -NoProxy
        (Get-Process -Id $owner).Kill($true)
        $env:BROWSER = "'$EmulatorProgram' browse"
    }

    It 'takes a wrong password, the right one and a consent, and says in the browser that it is done' {
        Enter-Account $Users.Megan wrong
        Read-Element error | Should -BeLike '*AADSTS50126*'
        Enter-Account $Users.Megan Pass@word1
        Read-Element scopes | Should -BeLike '*User.RevokeSessions.All*'
        Push-Element accept
        Read-Element outcome | Should -BeLike '*You are signed in*'
        (Wait-Pipeline $pipeline).Errors | Should -BeNullOrEmpty
        (Get-EntraContext).Account | Should -Be $Users.Megan
        (Revoke-EntraSignedInUserAllRefreshToken).Value | Should -BeTrue
    }

    It 'says in both places that the user declined' {
        Enter-Account $Users.Adele Pass@word1
        Push-Element cancel
        Read-Element outcome | Should -BeLike '*did not succeed*'
        $failure = (Wait-Pipeline $pipeline).Errors[0]
        Assert-Failure $failure 'AADSTS65004,EntraRevoke.Cmdlets.ConnectEntra' PermissionDenied 'declined to consent'
        Get-EntraContext | Should -BeNullOrEmpty
    }
}
