using System.Data.Common;

namespace MsLite.Filter.State;

/// <summary>The database was written by a later version of the program, whose tables this one does not know.</summary>
internal sealed class LaterVersionException(int found, int known) : DbException(
    $"The state database is of version {found}; this program knows versions up to {known}. Start the later program again, or give this one another database.");
