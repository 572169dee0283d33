namespace MsLite.Web.Start;

/// <summary>The machine's name as <c>hostname -f</c> gives it, without asking DNS: the greeting must not wait for a name server.</summary>
internal static class MachineName
{
    private const string HostsFile = "/etc/hosts";

    public static string Find() => Find(Environment.MachineName, ReadHosts());

    /// <summary>The full name of <paramref name="machine"/> in the lines of a hosts file, or the name itself.</summary>
    public static string Find(string machine, IEnumerable<string> hosts)
    {
        if (machine.Contains('.', StringComparison.Ordinal))
        {
            return machine;
        }

        foreach (var line in hosts)
        {
            // "192.0.2.1  mx.example.com  mx": the first name is the full one.
            var names = line.Split('#')[0].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Skip(1).ToList();
            var full = names.Contains(machine, StringComparer.OrdinalIgnoreCase)
                ? names.Find(name => name.StartsWith(machine + ".", StringComparison.OrdinalIgnoreCase))
                : null;
            if (full is not null)
            {
                return full;
            }
        }

        return machine;
    }

    private static string[] ReadHosts()
    {
        try
        {
            return File.ReadAllLines(HostsFile);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
