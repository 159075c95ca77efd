/** The data source of the station and the schema migrations of every module. */
@NullMarked
package io.voltwright.store.derby;

import org.jspecify.annotations.NullMarked;
