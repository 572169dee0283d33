using MsLite.Filter.Quarantine.Errands;
using MsLite.Filter.Quarantine.Search;

namespace MsLite.Admin.Components.Controls;

/// <summary>What somebody wants done with one copy.</summary>
public sealed record QuarantineAct(ErrandKind Kind, QuarantineHit Hit);
