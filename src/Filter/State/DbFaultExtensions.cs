using System.Data.Common;

namespace MsLite.Filter.State;

/// <summary>Tells a database that does not take what it was given from one that does not work.</summary>
internal static class DbFaultExtensions
{
    /// <summary>
    /// Another try with the same values would end the same way. By the class of the SQLSTATE, which SQLite has none of: wrong data, a constraint, more
    /// than fits.
    /// </summary>
    public static bool IsRefusalOfData(this Exception fault) =>
        fault is DbException { SqlState: { Length: 5 } state } && state[..2] is "22" or "23" or "54";
}
