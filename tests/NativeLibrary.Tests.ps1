BeforeDiscovery {
    # A file system whose programs may not be run takes rights that few have.
    $canMount = $IsLinux -and [Environment]::UserName -eq 'root'
}
BeforeAll {
    Import-Module $PSScriptRoot/Support
    $report = '"$($_.FullyQualifiedErrorId)|$($_.CategoryInfo.Category)|$_"'
    # Needs the library and nothing else.
    $use = 'Add-EntraEnvironment X https://a.example https://g.example -ErrorAction Stop'
    # Runs lines in a fresh pwsh that imports the copy; each failure is a line.
    function Invoke-Copy ([string[]] $Command) {
        $script = $Command | ForEach-Object { "try { $_ } catch { $report }" }
        (Invoke-Shell "Import-Module '$($copy.Folder)/EntraRevoke.psd1'; $($script -join '; ')").Lines
    }
    # Makes sure of what is said about the library.
    function Assert-Report ([string] $Line, [string] $Start) {
        $Line | Should -BeLike "$Start|InvalidOperation|*$library*einstall the module*"
        $Line | Should -BeLike '*tart a new PowerShell session*'
        $Line | Should -Not -Match 'Exception|   at '
    }
}

Describe 'The native library' -Tag NativeLibrary {
    BeforeEach {
        $copy = Copy-Module
        $library = (Get-ChildItem $copy.Folder -Recurse -Filter entra_revoke_native.*).FullName
    }

    It 'is told by its path when it is missing, and can be put back in the same session' {
        Move-Item $library "$library.away"
        $signedOut, $missing, $name = Invoke-Copy @(
            'Revoke-EntraSignedInUserAllRefreshToken', $use, "Move-Item '$library.away' '$library'; ($use).Name"
        )
        # What needs no library does without.
        $signedOut | Should -BeLike 'NotSignedIn,*'
        Assert-Report $missing 'NativeLibraryNotFound,EntraRevoke.Cmdlets.AddEntraEnvironment'
        $name | Should -BeExactly 'X'
    }

    It 'is told by its path, each time in the same way, when it is no library' {
        Set-Content $library 'not a library'
        $lines = Invoke-Copy 'Connect-Entra', $use, $use
        Assert-Report $lines[0] 'NativeLibraryNotLoaded,EntraRevoke.Cmdlets.ConnectEntra'
        Assert-Report $lines[1] 'NativeLibraryNotLoaded,EntraRevoke.Cmdlets.AddEntraEnvironment'
        $lines[2] | Should -BeExactly $lines[1]
    }

    It 'is told by its path when it is another' {
        $runtime = [Runtime.InteropServices.RuntimeEnvironment]::GetRuntimeDirectory()
        $other = if ($IsWindows) { 'clretwrc.dll' } else { "libSystem.Native$([IO.Path]::GetExtension($library))" }
        Copy-Item "$runtime/$other" $library
        Assert-Report (Invoke-Copy 'Connect-Entra') 'NativeLibraryMismatch,EntraRevoke.Cmdlets.ConnectEntra'
    }

    It 'prints nothing when it fails unexpectedly, and works on' {
        $probe = '[EntraRevoke.Native.NativeProbe]'
        $lines = Invoke-Copy "$use > `$null", "${probe}::Panic().Next()", "${probe}::PanicLater().Next()", "'alive'"
        $lines | Should -HaveCount 3
        $lines[0..1] | Should -BeLike '*EntraRevokeException|*the native library failed unexpectedly at *probe.rs:*'
        $lines[2] | Should -BeExactly 'alive'
    }

    It 'is told by the mount, and not to be reinstalled, where no program may be run' -Skip:(-not $canMount) {
        $mount = New-Folder
        mount -t tmpfs -o noexec tmpfs $mount
        if ($LASTEXITCODE) { Set-ItResult -Skipped -Because 'nothing may be mounted here' }
        try {
            Copy-Item "$($copy.Folder)/*" $mount -Recurse
            $copy.Folder = $mount
            $line = Invoke-Copy 'Connect-Entra'
        } finally { umount $mount }
        $line | Should -BeLike "*mounted at '$mount' (noexec)*"
        $line | Should -Not -BeLike '*einstall*'
    }
}
