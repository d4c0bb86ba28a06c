# The emulator's journal: what was asked of it.

# The requests since the last reset, of one target: graph, token, devicecode, authorize, discovery, page.
# Each has method, path, query, headers, form, status and outcome; Query is a table.
function Get-Request ([string] $Target) {
    foreach ($request in Invoke-Emulator Get requests | Where-Object target -EQ $Target) {
        $query = @{}
        $text = if ($request.PSObject.Properties['query']) { "$($request.query)" } else { '' }
        foreach ($pair in $text.Split('&', [StringSplitOptions]::RemoveEmptyEntries)) {
            $name, $value = $pair.Split('=', 2)
            $query[$name] = [uri]::UnescapeDataString("$value".Replace('+', ' '))
        }
        $request | Add-Member Query $query -Force -PassThru
    }
}

function Clear-Request { $null = Invoke-Emulator Delete requests }

# Returns once so many requests of a target have arrived, or have come to an outcome (answered, dropped); else fails.
function Wait-Request ([string] $Target, [string] $Outcome, [int] $Count = 1) {
    $query = "wait?for=$Target&count=$Count&timeoutMs=30000"
    if ($Outcome) { $query += "&outcome=$Outcome" }
    $null = Invoke-Emulator Get $query
}
