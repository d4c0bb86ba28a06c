BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
}
AfterAll { Stop-EntraTest }

Describe 'Where no browser can be started' -Tag Fallback {
    It 'goes on with a device code, and says so: $env:BROWSER is <_>' -ForEach 'no-such-browser', $null {
        Reset-EntraTest
        Set-Emulator @{ deviceCodeIntervalS = 1; deviceAutoApproveAfterPolls = 0 }
        # Windows and macOS have a browser that no path leads to.
        if (-not $IsLinux) { Set-ItResult -Skipped -Because 'the system has a browser of its own' }
        $path, $browser = $env:PATH, $env:BROWSER
        try {
            $env:PATH = New-Folder
            $env:BROWSER = $_
            Connect-Entra -WarningVariable warnings -InformationVariable said -WarningAction Ignore -InformationAction Ignore
        } finally { $env:PATH, $env:BROWSER = $path, $browser }
        "$warnings" | Should -BeLike 'No browser could be started*device code*'
        "$($said[0])" | Should -BeLike "*$($Emulator.authority)/devicelogin*"
        (Get-EntraContext).TokenCredentialType | Should -BeExactly 'DeviceCode'
        Get-Request authorize | Should -BeNullOrEmpty
    }
}
