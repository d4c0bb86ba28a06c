# The emulator: its process, its settings, its faults and its clock.

# The emulator of this test file: authority, graph, control, tenant and users as its ready line says them.
$Emulator = $null

# Users that are always there.
$Users = @{
    Adele = 'AdeleV@contoso.example'
    Megan = 'MeganB@contoso.example'
    Alex  = 'alex_fabrikam.example#EXT#@contoso.example'
}

# Starts an emulator that ends with this process, or by Stop-Emulator.
function Start-Emulator ([string[]] $Argument = @()) {
    $start = [Diagnostics.ProcessStartInfo]::new($EmulatorProgram)
    'serve', '--until-stdin-closes' + $Argument | ForEach-Object { $start.ArgumentList.Add($_) }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    $script:Emulator = $process.StandardOutput.ReadLine() | ConvertFrom-Json
    $script:Emulator | Add-Member Process $process
    $script:Emulator | Add-Member Defaults (Invoke-Emulator Get settings)
}

function Stop-Emulator {
    $Emulator.Process.StandardInput.Close()
    $Emulator.Process.WaitForExit()
}

# Back to the settings of its start; no faults, no requests.
function Reset-Emulator {
    $null = Invoke-Emulator Post settings $Emulator.Defaults
    Clear-Fault
    Clear-Request
}

# Asks the control endpoint for something.
function Invoke-Emulator ([string] $Method, [string] $Path, $Body = @{}) {
    $request = @{ Method = $Method; Uri = "$($Emulator.control)/$Path"; NoProxy = $true }
    if ($Method -eq 'Post') { $request.Body = ConvertTo-Json $Body -Depth 9; $request.ContentType = 'application/json' }
    # A list is one object of Invoke-RestMethod, and many of a pipeline.
    Invoke-RestMethod @request | Write-Output
}

# Changes settings by their names: @{ revokeValue = $false }.
function Set-Emulator ([hashtable] $Setting) { $null = Invoke-Emulator Post settings $Setting }

# Plans a fault: @{ target = 'graph'; status = 429; retryAfter = 1; count = 2 }.
function Add-Fault ([hashtable] $Fault) { $null = Invoke-Emulator Post faults $Fault }

# Removes all faults and ends what hangs.
function Clear-Fault { $null = Invoke-Emulator Delete faults }

# Moves the emulator's clock forward.
function Step-Clock ([int] $Second) { $null = Invoke-Emulator Post clock @{ advanceSeconds = $Second } }

# Ends a user's sessions, as an administrator would somewhere else.
function Revoke-UserElsewhere ([string] $User) { $null = Invoke-Emulator Post "users/$([uri]::EscapeDataString($User))/revoke" }

# Does what the user of a device code does: approve, decline or expire.
function Set-DeviceCode ([string] $Code, [string] $Action = 'approve', [hashtable] $Body = @{}) {
    $null = Invoke-Emulator Post "device/$Code/$Action" $Body
}
